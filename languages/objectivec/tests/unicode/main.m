#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        NSString *größe = @"Grüße, 世界 🎉";
        char line[100];
        if (fgets(line, sizeof line, stdin) == NULL) return 1;
        NSString *text = [größe stringByAppendingFormat:@": %@", [NSString stringWithUTF8String:line]];
        printf("%s", [text UTF8String]);
    }
}
