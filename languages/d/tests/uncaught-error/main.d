void main(string[] args)
{
    int[] numbers;
    auto index = args.length + 2;
    numbers[index] = 1;
}
