# coding: utf-8
greeting = u"Grüße, 世界 🎉"
assert greeting[0:5] == u"Gr\u00fc\u00dfe"
print greeting + u": " + raw_input().decode("utf-8")
