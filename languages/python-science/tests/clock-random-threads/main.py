import random
import threading
import time

assert time.time() > 1_700_000_000
assert random.random() != random.random()

results = []
threads = [threading.Thread(target=results.append, args=(number,)) for number in (1, 2, 3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("clock random", sum(results))
