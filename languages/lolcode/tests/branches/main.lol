HAI 1.2
  I HAS A N ITZ 2
  BOTH SAEM N AN 1
  O RLY?
    YA RLY, VISIBLE "one"
    MEBBE BOTH SAEM N AN 2, VISIBLE "two"
    NO WAI, VISIBLE "many"
  OIC
  N, WTF?
    OMG 1
      VISIBLE "case one"
    OMG 2
      VISIBLE "case two"
    OMG 3
      VISIBLE "falls through", GTFO
    OMGWTF
      VISIBLE "never"
  OIC
KTHXBYE
