import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

public class Main {
    public static void main(String[] args) throws InterruptedException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (System.currentTimeMillis() < 1_700_000_000_000L || random.nextLong() == random.nextLong()) System.exit(1);

        AtomicInteger sum = new AtomicInteger();
        Thread thread = new Thread(() -> sum.addAndGet(3));
        thread.start();
        thread.join();
        sum.addAndGet(IntStream.of(1, 2).parallel().sum());
        System.out.println("clock random " + sum);
    }
}
