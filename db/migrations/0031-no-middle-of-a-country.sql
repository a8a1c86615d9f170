-- A role of a whole country was found around the middle of it, and a British one so near Lancaster and not near London.
update listing_search set lat = null, lon = null where lat is not null and (summary #>> '{card,places,value,0,kind}' = 'country'
  or summary #>> '{card,places,value,0,name}' in ('Scotland', 'Wales', 'Northern Ireland'));
update listing_past set lat = null, lon = null where lat is not null and (summary #>> '{card,places,value,0,kind}' = 'country'
  or summary #>> '{card,places,value,0,name}' in ('Scotland', 'Wales', 'Northern Ireland'));
