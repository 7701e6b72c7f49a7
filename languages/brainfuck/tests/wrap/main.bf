A cell of eight bits is zero after 256 steps and so the bang comes after as many

>+++++++++++++++++++++++++++++++++<-[+]>.
