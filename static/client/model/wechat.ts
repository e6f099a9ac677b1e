/** WeChat's own browser: there may be no service worker, and its storage is its own. */
export const isWeChat = (userAgent: string): boolean => /MicroMessenger/i.test(userAgent);
