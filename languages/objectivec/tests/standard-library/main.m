#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        NSArray *names = @[
            @"NSArray", @"NSAttributedString", @"NSBundle", @"NSCalendar", @"NSCharacterSet", @"NSCondition", @"NSData", @"NSDate",
            @"NSDateFormatter", @"NSDecimalNumber", @"NSDictionary", @"NSError", @"NSException", @"NSFileHandle", @"NSFileManager",
            @"NSHashTable", @"NSIndexSet", @"NSInvocation", @"NSJSONSerialization", @"NSKeyedArchiver", @"NSLocale", @"NSLock",
            @"NSMapTable", @"NSNotificationCenter", @"NSNumberFormatter", @"NSOperationQueue", @"NSOrderedSet", @"NSPipe", @"NSPredicate",
            @"NSProcessInfo", @"NSProgress", @"NSRegularExpression", @"NSRunLoop", @"NSScanner", @"NSSet", @"NSSortDescriptor",
            @"NSStream", @"NSString", @"NSTask", @"NSThread", @"NSTimeZone", @"NSTimer", @"NSURL", @"NSUUID",
            @"NSUndoManager", @"NSUserDefaults", @"NSValue", @"NSXMLParser"
        ];
        NSMutableArray *missing = [NSMutableArray array];
        for (NSString *name in names) {
            if (NSClassFromString(name) == nil) [missing addObject:name];
        }
        puts(missing.count == 0 ? "all are there" : [[missing componentsJoinedByString:@" "] UTF8String]);
    }
}
