#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        NSArray *arguments = [[NSProcessInfo processInfo] arguments];
        for (NSUInteger i = 1; i < [arguments count]; i++) printf("%s\n", [[arguments objectAtIndex:i] UTF8String]);
    }
}
