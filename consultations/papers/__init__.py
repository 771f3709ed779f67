"""Papers that staff print: what each says is a ``Sheet``, and ``rendering`` writes it in any form.

``kinds.PAPERS`` lists them; a paper's own module builds its sheet from ``asked.Asked``.
"""
