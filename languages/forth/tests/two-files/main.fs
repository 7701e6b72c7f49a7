require greeting.fs

s" Ada" greet
