export { lockFolder } from '../drivers/sqlite/file-lock.ts'
