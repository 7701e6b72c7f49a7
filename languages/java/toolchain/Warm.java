package sandrun.toolchain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Uses what programs commonly use, so that the class archives made when the image is built hold it. */
public final class Warm {
    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    static double area(Shape shape) {
        return switch (shape) {
            case Circle(double radius) -> Math.PI * radius * radius;
            case Square(double side) -> side * side;
        };
    }

    public static void main(String[] args) throws Exception {
        Scanner input = new Scanner(System.in);
        System.out.print("What is your name? ");
        String name = input.hasNextLine() ? input.nextLine() : "nobody";
        int number = input.hasNextInt() ? input.nextInt() : 1;
        System.out.println("Hello, " + name + "! " + number);
        System.out.printf("%d %.2f %s%n", number, area(new Circle(number)) + area(new Square(number)), name);

        Map<String, List<Integer>> groups = new HashMap<>();
        for (int i = 0; i < 10; i++) groups.computeIfAbsent(i % 2 == 0 ? "even" : "odd", key -> new ArrayList<>()).add(i);
        groups.values().forEach(list -> list.sort(Comparator.reverseOrder()));
        System.out.println(IntStream.range(0, 10).boxed().map(String::valueOf).collect(Collectors.joining(", ")));
        System.out.println(groups.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList());
        Thread thread = new Thread(() -> System.err.println(String.format("%5d", number)));
        thread.start();
        thread.join();
        try {
            throw new IllegalStateException("expected");
        } catch (IllegalStateException expected) {
            expected.printStackTrace();
        }
    }
}
