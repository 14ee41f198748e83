UPDATE segment SET extra = printf('%.*c', 50000, '['), text = 'deep', status = 'accepted'; UPDATE medium SET extra = '{"corpus":' || printf('%.*c', 50000, '[') || printf('%.*c', 50000, ']') || '}';
