-- Adverts by address, for takedowns: scheme, www, parameters and closing slashes aside, so that a hundred thousand adverts are not read for
-- one. As a hash, for addresses may be longer than an index row. What comes out is compared whole by listings/address-key.ts.
create function address_stem(address text) returns bigint language sql immutable strict parallel safe
  return hashtextextended(substring(lower(address) from '^https?://(?:www\.)?([^?#]*[^?#/])'), 0);
create index posting_by_address on posting (address_stem(url));
