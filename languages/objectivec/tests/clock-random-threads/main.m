#import <Foundation/Foundation.h>

@interface Echo : NSOperation {
    int _number;
}

- (id)initWithNumber:(int)number;
- (int)number;

@end

static int sum = 0;

@implementation Echo

- (id)initWithNumber:(int)number {
    if ((self = [super init])) _number = number;
    return self;
}

- (int)number {
    return _number;
}

- (void)main {
    @synchronized([Echo class]) {
        sum += _number;
    }
}

@end

int main(void) {
    @autoreleasepool {
        if ([[NSDate date] timeIntervalSince1970] < 1700000000 || [[NSUUID UUID] isEqual:[NSUUID UUID]]) return 1;

        NSOperationQueue *queue = [[NSOperationQueue alloc] init];
        for (int number = 1; number <= 3; number++) [queue addOperation:[[Echo alloc] initWithNumber:number]];
        [queue waitUntilAllOperationsAreFinished];
        printf("clock random %d\n", sum);
    }
}
