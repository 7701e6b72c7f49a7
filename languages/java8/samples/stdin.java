import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner input = new Scanner(System.in);
        System.out.print("What is your name? ");
        String name = input.nextLine();
        System.out.print("Pick a number: ");
        int number = input.nextInt();

        System.out.printf("Hello, %s! %d squared is %d.%n", name, number, number * number);
    }
}
