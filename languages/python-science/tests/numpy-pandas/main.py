import numpy as np
import pandas as pd

table = pd.DataFrame({"n": np.arange(4)})
table["square"] = table["n"] ** 2
print(table["square"].sum(), np.linalg.det(np.eye(3)))
