void main()
{
    ubyte[][] hoard;
    while (true)
    {
        auto block = new ubyte[1 << 20];
        block[] = 1;
        hoard ~= block;
    }
}
