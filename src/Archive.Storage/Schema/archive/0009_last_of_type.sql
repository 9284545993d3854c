-- The last fact of a type in a stream is looked up; else all that came after it would be read, and a record that is watched
-- for years has hundreds of figures behind its last version. What a record begins with, its capture and its first figures,
-- is found by the index of stream and version: so most facts of an archive are not in this one.
CREATE INDEX mt_events_stream_and_type ON archive.mt_events USING btree (tenant_id, stream_id, type, version)
    WHERE version > 2;
