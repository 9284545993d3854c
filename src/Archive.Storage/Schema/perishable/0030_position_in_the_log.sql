-- A leaf number says where something is only together with the log it is in.
ALTER TABLE perishable.projection ADD COLUMN log int NOT NULL DEFAULT 1 CHECK (log >= 1);
