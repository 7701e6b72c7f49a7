#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        NSMutableArray *hoard = [NSMutableArray array];
        for (;;) {
            NSMutableData *block = [NSMutableData dataWithLength:1 << 20];
            memset([block mutableBytes], 1, [block length]);
            [hoard addObject:block];
        }
    }
}
