#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        printf("to stdout\n");
        NSLog(@"to stderr");
    }
}
