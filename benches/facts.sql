-- Invented facts of meetings and of completion, with the columns that `giaoban export meeting_facts` and `progress_facts` write.
-- Hashes of a row's number decide what stands in it. Set before: rows (how many), provinces (data/gazetteer/provinces_63.csv).
SET threads = 2;
SET preserve_insertion_order = true;
CREATE MACRO dice(i, salt) AS (hash(i, salt) % 1000003)::BIGINT;
-- One fact in twenty-five is of the whole country, the others of a province of the 63.
CREATE TABLE places AS
  SELECT row_number() OVER (ORDER BY code) AS n, code AS province, name AS province_name, region, macro_region, 'province' AS scope
  FROM read_csv(getvariable('provinces'), all_varchar = true)
  UNION ALL SELECT 0, NULL, NULL, NULL, NULL, 'national';
CREATE MACRO place(i) AS CASE WHEN dice(i, 1) % 25 = 0 THEN 0 ELSE 1 + (dice(i, 16) % 63)::INTEGER END;

COPY (
  SELECT
    'F' || lpad(printf('%x', hash(i, 0) % 281474976710656), 12, '0') AS fact_id,
    day::VARCHAR AS date,
    CASE WHEN dice(i, 2) % 4 = 0 THEN 'from_publication' ELSE 'stated' END AS year_basis,
    day AS date_from, day AS date_to, year(day)::INTEGER AS year,
    ['briefing', 'preliminary_review', 'final_review', 'rollout', 'working_session', 'congress', 'seminar'][dice(i, 3) % 7 + 1] AS kind,
    CASE WHEN dice(i, 4) % 10 < 3 THEN 'online' ELSE 'in_person' END AS mode,
    CASE WHEN dice(i, 1) % 25 = 0 THEN 'central' ELSE 'province' END AS level,
    CASE WHEN dice(i, 5) % 10 = 0 THEN 'planned' ELSE 'held' END AS status,
    'Hội nghị số ' || dice(i, 6) AS name,
    ['Ban Tổ chức', 'Sở Nội vụ', 'Ủy ban nhân dân', 'Ban Dân vận', NULL][dice(i, 7) % 5 + 1] AS organiser,
    NULL::VARCHAR AS chair,
    p.province, p.province_name, '63' AS geo, NULL::VARCHAR AS district, p.region, p.macro_region, p.scope,
    CASE WHEN dice(i, 8) % 5 = 0 THEN 'from_context' ELSE 'stated' END AS place_basis,
    (1 + (dice(i, 9) % 7 > 3)::INTEGER)::INTEGER AS statements, (1 + (dice(i, 9) % 7 > 3)::INTEGER)::INTEGER AS articles,
    'Báo ' || dice(i, 10) % 40 AS outlets, false AS contested,
    'm' || lpad(printf('%x', hash(i, 11) % 281474976710656), 12, '0')
      || CASE WHEN dice(i, 9) % 7 > 3 THEN ' m' || lpad(printf('%x', hash(i, 12) % 281474976710656), 12, '0') ELSE '' END AS record_ids,
    NULL::VARCHAR AS contradicted_by,
    'a' || lpad(printf('%x', hash(i // 8, 13)), 16, '0')
      || CASE WHEN dice(i, 9) % 7 > 3 THEN ' a' || lpad(printf('%x', hash(i, 14)), 16, '0') ELSE '' END AS article_ids,
    -- One fact in eight is told by an article that tells others too.
    ((i % 8 > 0)::INTEGER + (dice(i, 9) % 7 > 3)::INTEGER)::INTEGER AS articles_own,
    CASE WHEN i % 8 = 0 THEN 'a' || lpad(printf('%x', hash(i // 16, 13)), 16, '0') END AS articles_shared,
    day + 1 AS published
  FROM (SELECT i, DATE '2012-01-01' + (dice(i, 15) % 4745)::INTEGER AS day, place(i) AS n FROM range(getvariable('rows')) t(i))
  JOIN places p USING (n)
  ORDER BY i
) TO 'meetings.parquet' (FORMAT parquet, COMPRESSION zstd);

-- Counts of congresses: for each of 700 places (provinces, and eleven districts of each), three subjects and four terms a series that
-- grows over the days.
COPY (
  SELECT
    'F' || lpad(printf('%x', hash(i, 20) % 281474976710656), 12, '0') AS fact_id,
    day::VARCHAR AS as_of, 'stated' AS year_basis, day AS date_from, day AS date_to, year(day)::INTEGER AS year,
    'congress' AS activity, subject, term || '/' || (term + 5) AS term,
    floor(total * (day - make_date(term, 1, 1)) / 366.0)::DOUBLE AS done, total, NULL::DOUBLE AS rate, NULL::DOUBLE AS percent,
    NULL::VARCHAR AS subject_text, NULL::VARCHAR AS role,
    p.province, p.province_name, '63' AS geo, district, p.region, p.macro_region,
    CASE WHEN district IS NULL THEN p.scope ELSE 'district' END AS scope,
    CASE WHEN dice(i, 8) % 5 = 0 THEN 'from_context' ELSE 'stated' END AS place_basis,
    1::INTEGER AS statements, 1::INTEGER AS articles, 'Báo ' || dice(i, 10) % 40 AS outlets, false AS contested,
    'p' || lpad(printf('%x', hash(i, 21) % 281474976710656), 12, '0') AS record_ids, NULL::VARCHAR AS contradicted_by,
    'a' || lpad(printf('%x', hash(i, 22)), 16, '0') AS article_ids, 1::INTEGER AS articles_own, NULL::VARCHAR AS articles_shared,
    day + 1 AS published, NULL::VARCHAR AS part_of, false AS part_elsewhere,
    NULL::VARCHAR AS left_out_by_province, NULL::VARCHAR AS left_out_in_total
  FROM (
    SELECT
      i, place(i) AS n, term, make_date(term, 1, 1) + (dice(i, 27) % 366)::INTEGER AS day,
      ['party_cell', 'grassroots_party_org', 'party_committee'][(dice(i, 24) % 3 + 1)::INTEGER] AS subject,
      CASE WHEN place(i) > 0 AND dice(i, 25) % 12 > 0 THEN 'Huyện ' || dice(i, 25) % 12 END AS district,
      (100 + hash(place(i), dice(i, 25) % 12, dice(i, 24) % 3, term) % 900)::DOUBLE AS total
    FROM (SELECT i, (2010 + 5 * (dice(i, 23) % 4))::INTEGER AS term FROM range(getvariable('rows')) t(i))
  )
  JOIN places p USING (n)
  ORDER BY i
) TO 'progress.parquet' (FORMAT parquet, COMPRESSION zstd);
