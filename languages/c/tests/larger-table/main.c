int table[50000000] = {1};

int main(void) {
    return table[1];
}
