print("never seen")

if True
    pass
