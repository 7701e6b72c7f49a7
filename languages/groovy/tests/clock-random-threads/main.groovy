assert System.currentTimeMillis() > 1_700_000_000_000
assert Math.random() != Math.random()

def sum = new java.util.concurrent.atomic.AtomicInteger()
[1, 2, 3].collect { number -> Thread.start { sum.addAndGet number } }*.join()
println "clock random $sum"
