import os

import matplotlib.pyplot as plt

plt.plot([1, 4, 9])
plt.show()
plt.bar(["a", "b"], [1, 2])
plt.show()
print(sorted(name for name in os.listdir() if name.endswith(".png")))
