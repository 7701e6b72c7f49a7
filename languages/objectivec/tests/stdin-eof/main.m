#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        NSData *data = [[NSFileHandle fileHandleWithStandardInput] readDataToEndOfFile];
        NSString *text = [[NSString alloc] initWithData:data encoding:NSUTF8StringEncoding];
        int sum = 0;
        for (NSString *line in [text componentsSeparatedByString:@"\n"]) sum += [line intValue];
        printf("%d\n", sum);
    }
}
