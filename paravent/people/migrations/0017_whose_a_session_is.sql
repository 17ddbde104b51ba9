-- Read before anybody is known, as Django's own table was: it has no row security. Django's app stays, because an earlier
-- migration names its table; nothing is kept in it any more.
GRANT SELECT, INSERT, UPDATE, DELETE ON people_session TO paravent_app;
DROP TABLE django_session;
