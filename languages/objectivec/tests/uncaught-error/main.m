#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        NSArray *numbers = @[@1, @2, @3];
        NSLog(@"%@", [numbers objectAtIndex:3]);
    }
}
