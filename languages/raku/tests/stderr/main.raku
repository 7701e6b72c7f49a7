say 'to stdout';
note 'to stderr';
