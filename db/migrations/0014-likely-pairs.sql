-- What may be one role, the likeliest first: a page of them is read without sorting all there are.
create index posting_relation_likeliest on posting_relation (score desc, a_id, b_id) where kind = 'may_be_same';
