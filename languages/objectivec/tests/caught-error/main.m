#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        @try {
            [@[] objectAtIndex:0];
        } @catch (NSException *exception) {
            printf("%s\n", [[exception name] UTF8String]);
        }
    }
}
