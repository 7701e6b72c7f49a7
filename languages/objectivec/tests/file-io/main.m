#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        [@"written and read" writeToFile:@"note.txt" atomically:YES encoding:NSUTF8StringEncoding error:NULL];
        NSString *text = [NSString stringWithContentsOfFile:@"note.txt" encoding:NSUTF8StringEncoding error:NULL];
        printf("%s\n", [text UTF8String]);
    }
}
