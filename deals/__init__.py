"""What a deal is and what may be done to it: models, rules, playbook; pure, without a clock."""
