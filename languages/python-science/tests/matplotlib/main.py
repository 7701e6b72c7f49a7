import matplotlib.pyplot as plt

plt.plot([1, 4, 9], label="squares")
plt.legend()
plt.savefig("plot.png")
print(open("plot.png", "rb").read(4)[1:].decode())
