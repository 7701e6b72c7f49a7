import { Option } from '@commander-js/extra-typings'

/** The option of every command that uses a service. */
export const urlOption = new Option('--url <URL>', 'Use the service at URL (env: SANDRUN_URL)')
