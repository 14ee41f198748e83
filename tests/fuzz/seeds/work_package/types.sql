UPDATE segment SET start = 1.5, end = 1e300, status = 'draft', split = zeroblob(99999);
