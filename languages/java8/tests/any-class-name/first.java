class Helper {
    static String word() {
        return "found";
    }
}

public class Second {
    public static void main(String[] args) {
        System.out.println(Helper.word());
    }
}
