from django.db import migrations

GUARD = """
CREATE FUNCTION portal_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is append-only.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER portal_audit_append_only BEFORE UPDATE OR DELETE ON portal_auditentry
    FOR EACH ROW EXECUTE FUNCTION portal_audit_is_append_only();
"""
UNGUARD = """
DROP TRIGGER portal_audit_append_only ON portal_auditentry;
DROP FUNCTION portal_audit_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_initial_models")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
