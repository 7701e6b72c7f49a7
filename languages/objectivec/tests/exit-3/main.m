#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        printf("leaving\n");
        return 3;
    }
}
