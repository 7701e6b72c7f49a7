#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        NSLog(@"%d", missing);
    }
}
