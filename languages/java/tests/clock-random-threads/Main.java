import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

public class Main {
    public static void main(String[] args) {
        var random = ThreadLocalRandom.current();
        if (System.currentTimeMillis() < 1_700_000_000_000L || random.nextLong() == random.nextLong()) System.exit(1);

        var sum = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> sum.addAndGet(1));
            threads.submit(() -> sum.addAndGet(2));
        }
        sum.addAndGet(IntStream.of(1, 2).parallel().sum());
        System.out.println("clock random " + sum);
    }
}
