PRAGMA writable_schema=ON; DELETE FROM segment_search_data; UPDATE segment_search_docsize SET sz = x'ffffff';
