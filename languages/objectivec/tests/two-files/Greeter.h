#import <Foundation/Foundation.h>

@interface Greeter : NSObject {
    NSString *_name;
}

@property (nonatomic, copy) NSString *name;

- (NSString *)greeting;

@end
