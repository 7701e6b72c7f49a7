print("read", input())
while True:
    pass
