#import "Greeter.h"

@implementation Greeter

@synthesize name = _name;

- (NSString *)greeting {
    return [NSString stringWithFormat:@"Hello, %@!", self.name];
}

@end
