#include <curl/curl.h>

int main(void) {}
